pack "a" {
  source = "../l9"
}

pack "b" {
  source = "../l9"
}
