// Package elastalert converts rules of ElastAlert and ElastAlert 2 to monitors: those of
// the types any, frequency, blacklist and whitelist, with whom they tell.
//
// ElastAlert sees each event once and counts in a window that slides with them; a monitor
// looks at a window in each run. What it finds is therefore equal, or more, and notes say
// where. Webhooks and other secrets become variables: none of their values is in what is
// made, nor in what is told. It must not know files, clusters, or the other languages.
package elastalert
