test "nothing to test" {
  monitor = monitor.x
}
