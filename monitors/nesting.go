package monitors

// MaxNesting is how many levels of objects and lists a monitor's body may have to be
// sent. A body nested 2,000 deep can end all saving on a 2.19 node, and 3.5 refuses
// more than 1,000 (observed).
const MaxNesting = 500
