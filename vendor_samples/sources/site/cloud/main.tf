# Storage for recordings; pictures are compared nowhere.
resource "aws_s3_bucket" "recordings" {
  bucket = "sample-street-recordings"
}

variable "region" {
  type    = string
  default = "eu-central-1"
}
