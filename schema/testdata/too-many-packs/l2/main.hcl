pack "a" {
  source = "../l3"
}

pack "b" {
  source = "../l3"
}
