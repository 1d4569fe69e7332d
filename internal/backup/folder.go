package backup

import (
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// ErrNoHome says that there is no place for backups unless somebody names one.
var ErrNoHome = errors.New("there is no home directory to keep backups in")

// DefaultRoot is the folder of all backups: XDG_STATE_HOME/alertplan/backups, without
// it ~/.local/state/alertplan/backups; on macOS and Windows it lies where those keep
// what belongs to applications.
func DefaultRoot(lookupEnv func(string) (string, bool)) (string, error) {
	state, _ := lookupEnv("XDG_STATE_HOME")
	if !filepath.IsAbs(state) { // the specification wants others ignored
		var err error
		if state, err = stateFolder(lookupEnv); err != nil {
			return "", err
		}
	}
	return filepath.Join(state, "alertplan", "backups"), nil
}

func stateFolder(lookupEnv func(string) (string, bool)) (string, error) {
	dir, err := "", error(nil)
	switch runtime.GOOS {
	case "windows":
		dir, err = os.UserCacheDir() // %LocalAppData%: it does not roam
	case "darwin", "ios":
		dir, err = os.UserConfigDir() // ~/Library/Application Support
	default:
		if home, _ := lookupEnv("HOME"); home != "" {
			dir = filepath.Join(home, ".local", "state")
		}
	}
	if err != nil || !filepath.IsAbs(dir) {
		return "", ErrNoHome
	}
	return dir, nil
}

// folder is the name of a cluster's folder: its uuid, else its host and port.
func (c Cluster) folder() string {
	isDots := strings.Trim(c.UUID, ".") == "" // the folder itself, or the one above
	if !isDots && len(c.UUID) <= longestName && safe(c.UUID) == c.UUID {
		return c.UUID
	}
	host := "unknown"
	if u, err := url.Parse(c.URL); err == nil && u.Host != "" {
		host = u.Host + u.Path
	}
	return "host_" + shortened(safe(host))
}

// longestName is how many bytes of somebody's name a file's may have.
const longestName = 100

// safe is a name with nothing in it that means something to a file system.
func safe(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '.', r == '-', r == '_':
			return r
		default:
			return '_'
		}
	}, name)
}

func shortened(name string) string { return name[:min(len(name), longestName)] }
