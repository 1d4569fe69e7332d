package security

import (
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"sync"

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

// secret is what is kept of a password. On a disk only the slow hash comes; the quick one
// is of this process, since who sends requests logs in with each.
type secret struct {
	salt []byte
	hash []byte // slow; nil: the password is the file's, and kept nowhere else

	mu    sync.Mutex
	quick []byte // nil until the password was seen
}

// rounds of the slow hash take about 10 ms.
const rounds = 50_000

// newSecret is a password that came by the API.
func newSecret(password string) *secret {
	s := givenSecret(password)
	s.hash = s.slow(password)
	return s
}

// givenSecret is a password of the file of users.
func givenSecret(password string) *secret {
	s := &secret{salt: make([]byte, 16)}
	_, _ = rand.Read(s.salt) // never fails, says its documentation
	s.quick = s.digest(password)
	return s
}

func (s *secret) digest(password string) []byte {
	sum := sha256.Sum256(append(append([]byte{}, s.salt...), password...))
	return sum[:]
}

func (s *secret) slow(password string) []byte {
	key, err := pbkdf2.Key(sha256.New, password, s.salt, rounds, sha256.Size)
	if err != nil { // only with salts or keys that are too short
		return nil
	}
	return key
}

// fits tells whether a password is this one; nil is nobody's.
func (s *secret) fits(password string) bool {
	if s == nil {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.quick != nil {
		return subtle.ConstantTimeCompare(s.quick, s.digest(password)) == 1
	}
	if s.hash == nil || subtle.ConstantTimeCompare(s.hash, s.slow(password)) != 1 {
		return false
	}
	s.quick = s.digest(password)
	return true
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
