"""File systems of block devices and optical disks."""
