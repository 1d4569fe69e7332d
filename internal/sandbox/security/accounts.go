package security

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"

	"github.com/alertplan/alertplan/internal/sandbox/credentials"
)

// Account is a user whom the sandbox has from the start.
type Account struct {
	Name string
	// Password is in clear; only its hash is kept.
	Password string
	// BackendRoles decide which roles the user has, by the mapping: admin has
	// all_access, readers alerting_read_access and notifications_read_access, alerters
	// alerting_full_access.
	BackendRoles []string
	// Reserved users can't be changed by the API.
	Reserved bool
}

// mapped are the backend roles that are mapped to roles from the start, as in the
// recordings.
var mapped = []struct {
	role     string
	backends []string
}{
	{"all_access", []string{"admin"}},
	{"alerting_read_access", []string{"readers"}},
	{"notifications_read_access", []string{"readers"}},
	{"alerting_full_access", []string{"alerters"}},
}

// secret is what is kept of a password.
type secret struct{ salt, hash []byte }

func newSecret(password string) secret {
	s := secret{salt: make([]byte, 16)}
	_, _ = rand.Read(s.salt) // never fails, says its documentation
	s.hash = s.digest(password)
	return s
}

// digest is one round of SHA-256: a sandbox asks at each request, and guards but a
// rehearsal.
func (s secret) digest(password string) []byte {
	sum := sha256.Sum256(append(append([]byte{}, s.salt...), password...))
	return sum[:]
}

func (s secret) fits(password string) bool {
	return s.hash != nil && subtle.ConstantTimeCompare(s.hash, s.digest(password)) == 1
}

// backendOf are the backend roles of the users whom a file of credentials always has, by
// their key. Others have none.
var backendOf = map[string]string{"ADMIN": "admin", "READER": "readers", "ALERTER": "alerters"}

// Accounts are the users of a file of credentials.
func Accounts(list []credentials.User) []Account {
	accounts := []Account{}
	for _, u := range list {
		a := Account{Name: u.Name, Password: u.Password, Reserved: u.Key == "ADMIN"}
		if backend, ok := backendOf[u.Key]; ok {
			a.BackendRoles = []string{backend}
		}
		accounts = append(accounts, a)
	}
	return accounts
}
