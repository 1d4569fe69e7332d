// Package credentials is the file by which a secured sandbox and those who talk to it
// know each other: its address, its CA, the users with their passwords, as lines that a
// shell can source. Where the file is not there it is made, and with it a CA and a
// certificate beside it.
//
// Passwords leave it in Account only: no error quotes a line. It must not know what a
// user may do, but for the names of those whom the file always has.
package credentials
