pack "a" {
  source = "../a"
}

pack "top" {
  source = "./.."
}
