package planfile

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Encode writes a record as JSON, with its checksum.
func Encode(r Record) ([]byte, error) {
	r.Checksum = ""
	text, err := json.Marshal(r)
	if err != nil {
		return nil, err
	}
	content, err := orderedjson.Parse(text)
	if err != nil {
		return nil, err
	}
	if r.Checksum, err = checksum(content.(*orderedjson.Object)); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err = e.Encode(r)
	return b.Bytes(), err
}

// checksum is that of all members but the checksum itself, whatever the white space
// between them.
func checksum(content *orderedjson.Object) (string, error) {
	rest := orderedjson.NewObject(content.Members()...)
	rest.Delete("checksum")
	text, err := orderedjson.Marshal(rest)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), nil
}
