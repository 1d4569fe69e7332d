pack "a" {
  source = "../l7"
}

pack "b" {
  source = "../l7"
}
