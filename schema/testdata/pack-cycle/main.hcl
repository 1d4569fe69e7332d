workspace = "soc"

pack "a" {
  source = "./a"
}

pack "me" {
  source = "./"
}
