pack "a" {
  source = "../l4"
}

pack "b" {
  source = "../l4"
}
