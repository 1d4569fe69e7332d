package credentials

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/pattern"
)

// User is a user of the file.
type User struct {
	// Key is the name before the equals sign: ADMIN, READER, ALERTER are those whom the
	// sandbox gives rights to; others are known, and may nothing.
	Key string
	// Name and Password are what he logs in with.
	Name, Password string
}

// File is a file of credentials with what lies beside it.
type File struct {
	// Path is where it lies.
	Path string
	// CA is the path of the certificate by which clients know the server.
	CA    string
	Users []User

	fresh bool // it is not on disk yet
}

// The keys that are no users.
const (
	urlKey = "OPENSEARCH_URL"
	caKey  = "OPENSEARCH_CA"
)

// firstUsers are the users of a file that is made here.
var firstUsers = []string{"ADMIN", "READER", "ALERTER"}

// Open reads the file, or makes it where it is not there: users with random passwords,
// a CA and a server's certificate beside it, all for their owner only, in a folder that is
// made, too. An existing file
// is left as it is; a certificate that is missing beside it is made.
func Open(path string) (*File, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("the users' file: %w", err)
	}
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		f := &File{Path: path, CA: filepath.Join(filepath.Dir(path), caName), fresh: true}
		for _, key := range firstUsers {
			f.Users = append(f.Users, User{Key: key, Name: strings.ToLower(key), Password: newPassword()})
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return nil, fmt.Errorf("the users' file: %w", err)
		}
		return f, f.ensureCertificates()
	}
	if err != nil {
		return nil, fmt.Errorf("the users' file: %w", err)
	}
	f, err := Parse(path, text)
	if err != nil {
		return nil, err
	}
	return f, f.ensureCertificates()
}

// Parse reads lines of NAME=user:password and OPENSEARCH_CA=path. Blank lines and
// comments count for nothing.
func Parse(path string, text []byte) (*File, error) {
	f := &File{Path: path, CA: filepath.Join(filepath.Dir(path), caName)}
	names := map[string]bool{}
	lines := bufio.NewScanner(bytes.NewReader(text))
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(lines.Text()), "export "))
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		key, value, ok := strings.Cut(line, "=")
		value = unquote(value)
		if !ok {
			return nil, fmt.Errorf("%s:%d: a line is NAME=user:password, %s=FILE or a comment", path, n, caKey)
		}
		switch {
		case key == caKey && filepath.IsAbs(value):
			f.CA = value
		case key == caKey:
			f.CA = filepath.Join(filepath.Dir(path), value)
		case strings.HasPrefix(key, "OPENSEARCH_"):
		default:
			name, password, ok := strings.Cut(value, ":")
			if !ok || name == "" || password == "" {
				return nil, fmt.Errorf("%s:%d: %s is not user:password", path, n, key)
			}
			if names[name] {
				return nil, fmt.Errorf("%s:%d: there are two users of the name %q", path, n, name)
			}
			names[name] = true
			f.Users = append(f.Users, User{key, name, password})
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if len(f.Users) == 0 {
		return nil, fmt.Errorf("%s has no users: a line is NAME=user:password", path)
	}
	return f, nil
}

// Invite adds users, with new passwords, to a file that is about to be made. Of one that
// is there already it tells which of them it has not.
func (f *File) Invite(names []string) (missing []string) {
	for _, name := range names {
		known := slices.ContainsFunc(f.Users, func(u User) bool { return u.Name == name })
		switch {
		case known:
		case f.fresh && plain.MatchString(name):
			f.Users = append(f.Users, User{Key: strings.ToUpper(strings.ReplaceAll(name, "-", "_")), Name: name, Password: newPassword()})
		default:
			missing = append(missing, name)
		}
	}
	return missing
}

// plain are names of users that can name a variable of a shell.
var plain = pattern.New(`^[A-Za-z][A-Za-z0-9_-]*$`)

func unquote(value string) string {
	for _, quote := range []string{`"`, `'`} {
		if len(value) >= 2 && strings.HasPrefix(value, quote) && strings.HasSuffix(value, quote) {
			return value[1 : len(value)-1]
		}
	}
	return value
}

// Write writes the file where it is not there yet, with the address that the server
// got, and tells whether it did.
func (f *File) Write(url string) (made bool, err error) {
	out, err := os.OpenFile(f.Path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("the users' file: %w", err)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s=%s\n%s=%s\n", urlKey, url, caKey, f.CA)
	for _, u := range f.Users {
		fmt.Fprintf(&b, "%s=%s:%s\n", u.Key, u.Name, u.Password)
	}
	if _, err = out.WriteString(b.String()); err != nil {
		out.Close()
		return false, fmt.Errorf("the users' file: %w", err)
	}
	return true, out.Close()
}

// newPassword has 96 bits, and letters that need no quotes anywhere.
func newPassword() string {
	b := make([]byte, 12)
	_, _ = rand.Read(b) // never fails, says its documentation
	return hex.EncodeToString(b)
}
