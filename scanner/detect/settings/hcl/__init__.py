"""HashiCorp's language of Terraform, Packer and Nomad."""
