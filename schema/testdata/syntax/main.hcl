workspace = "soc"
monitor "x" {
  name = "unclosed
}
