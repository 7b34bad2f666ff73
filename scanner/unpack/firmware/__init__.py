"""Wrappers of firmware: boot images, device trees, kernels."""
