"""Measurements that need the network, minutes or Debian programs; neither the tests nor the wheel use them."""
