pack "b" {
  source = "../b"
}
