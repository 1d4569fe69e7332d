locals {
  end = 1
}
