workspace = "soc"

pack "a" {
  source = "./l1"
}
