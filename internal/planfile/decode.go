package planfile

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/plan"
)

// ErrForeign is what Decode's error wraps where a file was never one of a plan.
var ErrForeign = errors.New("no plan file")

const planAgain = "plan again with --out"

// Decode reads a record. Its errors say what is the matter with the file, and the way
// out. It does not compare versions of the tool: see Record.Usable.
func Decode(text []byte) (Record, error) {
	var r Record
	if len(bytes.TrimSpace(text)) == 0 {
		return r, fmt.Errorf("it is empty: %s", planAgain)
	}
	value, err := orderedjson.ParseLimited(text)
	if err != nil {
		if looksLike(text) {
			return r, fmt.Errorf("it is cut off or damaged (%w): %s", err, planAgain)
		}
		return r, fmt.Errorf("it is %w of alertplan, which are JSON, and are written by `alertplan plan --out FILE`", ErrForeign)
	}
	content, _ := value.(*orderedjson.Object)
	if content.Text("format") != Format {
		return r, fmt.Errorf("it is JSON, but %w of alertplan: those are written by `alertplan plan --out FILE`", ErrForeign)
	}
	if version := content.Text("format_version"); version != FormatVersion {
		return r, fmt.Errorf("it is in version %q of the format, and this alertplan reads version %s: carry it out with the alertplan that has written it (%s), or %s", version, FormatVersion, content.Object("tool").Text("version"), planAgain)
	}
	if sum, err := checksum(content); err != nil || sum != content.Text("checksum") {
		return r, fmt.Errorf("it was edited or damaged since it was written (its checksum is another): what it says was approved by nobody. To have something else, change the configuration, and %s", planAgain)
	}
	canonical, err := orderedjson.Marshal(content)
	if err == nil {
		err = json.Unmarshal(canonical, &r)
	}
	if err == nil {
		err = r.check()
	}
	if err != nil {
		return Record{}, fmt.Errorf("what it says can't be (%w): %s", err, planAgain)
	}
	return r, nil
}

// looksLike tells whether a text that is no JSON may have been a plan file.
func looksLike(text []byte) bool {
	start := text[:min(len(text), 200)]
	return bytes.HasPrefix(bytes.TrimSpace(start), []byte("{")) && strings.Contains(string(start), Format)
}

// Bounds of what one derivation may cost, so that no file keeps a process busy for
// good: 256 MiB.
const mostMemory = 256 << 20

// check finds what no alertplan writes.
func (r Record) check() error {
	salt, err := hex.DecodeString(r.Secrets.Salt)
	c := r.Secrets.Cost
	switch {
	case err != nil || len(salt) < 8:
		return errors.New("the salt")
	case r.Secrets.Function != "scrypt":
		return fmt.Errorf("the function %q", r.Secrets.Function)
	case c.N < 2 || c.N&(c.N-1) != 0 || c.R < 1 || c.P < 1 || c.P > 16 || c.R > mostMemory/128/c.N:
		return errors.New("the cost of digests")
	case r.Workspace == "" || r.Plan == nil:
		return errors.New("workspace or plan are missing")
	}
	for _, c := range r.Changes {
		if err := c.check(); err != nil {
			return err
		}
	}
	for _, text := range r.Options.Targets {
		if _, err := address.ParseTarget(text); err != nil {
			return err
		}
	}
	return nil
}

func (c Change) check() error {
	if _, err := address.Parse(c.Address); err != nil {
		return err
	}
	if _, err := address.Parse(c.PreviousAddress); err != nil && c.PreviousAddress != "" {
		return err
	}
	switch plan.Action(c.Action) {
	case plan.Create:
		if c.Read != nil {
			return fmt.Errorf("%s is created, and was read", c.Address)
		}
		return nil
	case plan.Update, plan.Replace, plan.Move, plan.Adopt, plan.Delete, plan.Forget:
		if c.Read == nil || c.ID == "" {
			return fmt.Errorf("%s: it is not told what was read", c.Address)
		}
		return nil
	default:
		return fmt.Errorf("%s: the action %q", c.Address, c.Action)
	}
}
