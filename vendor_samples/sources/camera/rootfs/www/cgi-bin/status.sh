#!/bin/sh
# Answer with the time since start and the interface counters.
echo "Content-Type: text/plain"
echo
cat /proc/uptime
grep eth0 /proc/net/dev
