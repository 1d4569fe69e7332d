pack "a" {
  source = "../l2"
}

pack "b" {
  source = "../l2"
}
