package generate

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/monitors"
)

// Names are what is named otherwise in files than on a cluster.
type Names struct {
	// Destination is what an action refers to; "" where no block declares it. nil: its
	// address.
	Destination func(monitors.DestinationRef) Reference

	// Taken are the labels that others of the kind have already.
	Taken map[string]bool
}

func (n Names) destination(ref monitors.DestinationRef) Reference {
	switch {
	case n.Destination != nil:
		return n.Destination(ref)
	case ref.Address.IsZero():
		return ""
	}
	return Reference(ref.Address.String())
}

// Label makes a label of a name that people see, and takes it.
func (n Names) Label(name string) string { return n.LabelOr(name, "t") }

// LabelOr is Label; a name most of whose letters no label can hold becomes a word, and so much
// of a digest as tells it from another: the same name always has the same label.
func (n Names) LabelOr(name, word string) string {
	label := inASCII(name)
	if all := onlyLetters(name); all != "" && 2*len(onlyLetters(label)) < len([]rune(all)) {
		sum := sha256.Sum256([]byte(all))
		label = word + "_" + hex.EncodeToString(sum[:3])
	}
	if label == "" {
		label = word
	}
	if label[0] >= '0' && label[0] <= '9' {
		label = word + "_" + label
	}
	const longest = 60 // a number may follow
	label = strings.TrimRight(label[:min(len(label), longest)], "_")
	free := label
	for i := 2; n.Taken[free] || !address.ValidLabel(free); i++ {
		free = label + "_" + strconv.Itoa(i)
	}
	if n.Taken != nil {
		n.Taken[free] = true
	}
	return free
}

// inASCII is a name in small letters, digits and underscores, accents left out.
func inASCII(name string) string {
	var b strings.Builder
	before := rune(0)
	for _, r := range norm.NFKD.String(name) {
		if r >= 'A' && r <= 'Z' && before >= 'a' && before <= 'z' { // consoleLogin
			b.WriteByte('_')
		}
		before = r
		switch r = unicode.ToLower(r); {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '_':
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r):
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "_"):
			b.WriteByte('_')
		}
	}
	return strings.Trim(b.String(), "_")
}

// onlyLetters are the letters and digits of a name.
func onlyLetters(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, name)
}
