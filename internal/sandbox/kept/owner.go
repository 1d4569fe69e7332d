package kept

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// ownerName is the file in which a sandbox says that the folder is its own. It is
// for people: what counts is bbolt's lock.
const ownerName = "in-use-by"

// claim writes who uses the folder.
func claim(dir string) error {
	text := fmt.Sprintf("process %d, since %s\n", os.Getpid(), time.Now().UTC().Format(time.RFC3339))
	if err := os.WriteFile(filepath.Join(dir, ownerName), []byte(text), 0o600); err != nil {
		return fmt.Errorf("the sandbox can't keep its data in %s: %w", dir, err)
	}
	return nil
}

func release(dir string) { _ = os.Remove(filepath.Join(dir, ownerName)) }

// mostOwner is how much is quoted of what another has written.
const mostOwner = 100

// owner is who uses the folder, in brackets after a blank; "" where that isn't said.
func owner(dir string) string {
	text, err := os.ReadFile(filepath.Join(dir, ownerName))
	line, _, _ := strings.Cut(string(text), "\n")
	if err != nil || line == "" || len(line) > mostOwner {
		return ""
	}
	return " (" + line + ")"
}
