"""UPX, an executable packer: its blocks, its codecs, and the programs that it packed. Facts: upx.github.io, UCL."""
