"""What is drawn in the web page: where everything stands, in numbers. The templates make SVG of it."""
