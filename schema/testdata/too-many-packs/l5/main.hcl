pack "a" {
  source = "../l6"
}

pack "b" {
  source = "../l6"
}
