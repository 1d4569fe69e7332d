pack "a" {
  source = "../l5"
}

pack "b" {
  source = "../l5"
}
