package view

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/hashicorp/hcl/v2"
)

// utf16Column is the column of a byte, from 1, in units of UTF-16.
func utf16Column(source []byte, offset int) int {
	start := bytes.LastIndexByte(source[:offset], '\n') + 1
	return 1 + len(utf16.Encode([]rune(string(source[start:offset]))))
}

// fingerprints tell one problem in several versions of a file.
type fingerprints struct {
	lines map[*hcl.File][]string // hashes
	seen  map[string]int         // how often there was the same
}

// The names under which fingerprints stand. GitHub knows a result by the hash of its line,
// which github/codeql-action's upload adds where it is missing, and warns of where it is
// another. The other one is of what is said and of which block: it stays where the line
// is edited.
const (
	ofLine  = "primaryLocationLineHash"
	ofBlock = "alertplan/v1"
)

// of are the fingerprints of what was found at a place. Lines of files that may be in no
// repository have none: what is in them is nobody's business.
func (f fingerprints) of(a Annotation, file *hcl.File) map[string]string {
	block := ""
	if file != nil && a.At.Start.Byte <= len(file.Bytes) {
		block = blockAt(file, a.At.Start.Byte)
	}
	sum := sha256.Sum256([]byte(strings.Join([]string{a.Rule.Name, path.Base(a.At.Filename), block, a.Title}, "\x00")))
	what := hex.EncodeToString(sum[:16])
	f.seen[what]++
	prints := map[string]string{ofBlock: fmt.Sprintf("%s:%d", what, f.seen[what])}
	if file == nil || !strings.HasSuffix(a.At.Filename, ".hcl") {
		return prints
	}
	if f.lines[file] == nil {
		f.lines[file] = lineHashes(file.Bytes)
	}
	if line := a.At.Start.Line; line > 0 && line <= len(f.lines[file]) {
		prints[ofLine] = f.lines[file][line-1]
	}
	return prints
}

// The hash of a line is that of GitHub's upload: of the hashed characters from its
// beginning on, blanks and tabs apart, over lines; a polynomial modulo 2^64.
const (
	hashed     = 100
	multiplier = 37
	endOfFile  = 0xFFFF
)

// lineHashes are the hashes of all lines of a file, each with the number of lines that had
// the same until then.
func lineHashes(source []byte) []string {
	units, starts := hashedUnits(source)
	var hash, highest uint64 = 0, 1
	for i := range hashed {
		hash = hash*multiplier + uint64(units[i])
		highest *= multiplier
	}
	counts := map[uint64]int{}
	var hashes []string
	for i := 0; len(hashes) < len(starts); i++ {
		if i == starts[len(hashes)] {
			counts[hash]++
			hashes = append(hashes, fmt.Sprintf("%s:%d", strconv.FormatUint(hash, 16), counts[hash]))
		}
		if i+hashed < len(units) {
			hash = hash*multiplier + uint64(units[i+hashed]) - highest*uint64(units[i])
		}
	}
	return hashes
}

// hashedUnits are the characters that count, in units of UTF-16, with as many zeros behind
// them as the last line needs, and where each line begins among them. Every line break
// counts as \n.
func hashedUnits(source []byte) (units []uint16, starts []int) {
	atStart, afterCR := true, false
	take := func(u uint16) {
		if atStart {
			starts = append(starts, len(units))
		}
		atStart = u == '\n'
		units = append(units, u)
	}
	for _, u := range utf16.Encode([]rune(string(source))) {
		switch {
		case u == ' ', u == '\t', afterCR && u == '\n':
			afterCR = false
		case u == '\r':
			afterCR = true
			take('\n')
		default:
			afterCR = false
			take(u)
		}
	}
	take(endOfFile)
	return append(units, make([]uint16, hashed)...), starts
}
