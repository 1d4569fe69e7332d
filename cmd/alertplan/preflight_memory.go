package main

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/backup"
	"github.com/alertplan/alertplan/internal/compiles"
	"github.com/alertplan/alertplan/internal/preflight"
)

// compileLog keeps in the user's state folder what preflights had a cluster compile:
// a line for each, with the time in milliseconds, the context, and a digest of the
// script. Several commands may write to it at once, as each only adds lines. Where it
// can't be kept, each preflight counts for itself.
type compileLog struct{ path string }

// A log that is longer than this, in bytes, is made anew of what still counts.
const (
	longestLog  = 1 << 20
	longestLine = 64
)

// preflightMemory is that of one cluster.
func (a *app) preflightMemory(endpoint string) preflight.Memory {
	root, err := backup.DefaultRoot(a.lookupEnv) // a neighbour of backups
	if err != nil {
		return nil
	}
	sum := sha256.Sum256([]byte(endpoint))
	return compileLog{filepath.Join(filepath.Dir(root), "compiled-"+hex.EncodeToString(sum[:8])+".log")}
}

func (l compileLog) Since(from time.Time) []preflight.Compiled {
	text, err := os.ReadFile(l.path)
	if err != nil {
		return nil
	}
	var list []preflight.Compiled
	for lines := bufio.NewScanner(strings.NewReader(string(text))); lines.Scan(); {
		words := strings.Fields(lines.Text())
		if len(words) != 3 {
			continue
		}
		at, err := strconv.ParseInt(words[0], 10, 64)
		if err == nil && at >= from.UnixMilli() {
			list = append(list, preflight.Compiled{Context: compiles.Context(words[1]), Digest: words[2]})
		}
	}
	if len(list) == 0 && len(text) > 0 || len(text) > longestLog && len(list) < longestLog/longestLine {
		os.Remove(l.path) // what is past; the rest is noted anew
		l.Note(list)
	}
	return list
}

func (l compileLog) Note(list []preflight.Compiled) {
	if len(list) == 0 || os.MkdirAll(filepath.Dir(l.path), 0o700) != nil {
		return
	}
	file, err := os.OpenFile(l.path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return
	}
	defer file.Close()
	var b strings.Builder
	now := time.Now().UnixMilli()
	for _, c := range list {
		fmt.Fprintf(&b, "%d %s %s\n", now, c.Context, c.Digest)
	}
	file.WriteString(b.String())
}
