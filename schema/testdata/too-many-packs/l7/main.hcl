pack "a" {
  source = "../l8"
}

pack "b" {
  source = "../l8"
}
