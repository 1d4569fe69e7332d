package planfile_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/planfile"
)

func encoded(t testing.TB) []byte {
	t.Helper()
	w := newWorld(t, "a", "b").applied()
	w.drop("b")
	slower(w.monitor("a"))
	r := w.record()
	r.Created, r.Shown, r.Options.Targets = time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC), []string{"what was shown"}, []string{"monitor.a"}
	text, err := planfile.Encode(r)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestDecodeReadsWhatEncodeWrites(t *testing.T) {
	text := encoded(t)
	r, err := planfile.Decode(text)
	if err != nil {
		t.Fatal(err)
	}
	again, err := planfile.Encode(r)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(text), string(again)); diff != "" {
		t.Error(diff)
	}
	var compact bytes.Buffer // as jq -c does
	if err := json.Compact(&compact, text); err != nil {
		t.Fatal(err)
	}
	if _, err := planfile.Decode(compact.Bytes()); err != nil {
		t.Errorf("other white space: %v", err)
	}
}

func TestDecodeRefuses(t *testing.T) {
	text := string(encoded(t))
	resealed := func(old, other string) string { // an edit that knows how
		t.Helper()
		if !strings.Contains(text, old) {
			t.Fatalf("no %s in %s", old, text)
		}
		var r planfile.Record
		if err := json.Unmarshal([]byte(strings.Replace(text, old, other, 1)), &r); err != nil {
			t.Fatal(err)
		}
		sealed, err := planfile.Encode(r)
		if err != nil {
			t.Fatal(err)
		}
		return string(sealed)
	}
	for name, c := range map[string]struct {
		text, want string
	}{
		"empty":         {" \n", "it is empty: plan again"},
		"cut off":       {text[:len(text)/2], "it is cut off or damaged"},
		"nested deep":   {`{"format": "alertplan plan", "plan": ` + strings.Repeat("[", 4_000_000), "it is cut off or damaged"},
		"cut at once":   {text[:60], "it is cut off or damaged"},
		"edited":        {strings.Replace(text, `"action": "delete"`, `"action": "forget"`, 1), "it was edited or damaged since it was written"},
		"no checksum":   {strings.Replace(text, `"checksum"`, `"checksums"`, 1), "it was edited or damaged"},
		"newer":         {strings.Replace(text, `"format_version": "1"`, `"format_version": "2"`, 1), `it is in version "2" of the format, and this alertplan reads version 1`},
		"other JSON":    {`{"format_version":"1","resource_changes":[]}`, "it is JSON, but no plan file of alertplan"},
		"a list":        {`[]`, "no plan file"},
		"no JSON":       {"workspace = \"soc\"\n", "no plan file"},
		"binary":        {"PK\x03\x04", "no plan file"},
		"costly":        {resealed(`"n": 2,`, `"n": 1073741824,`), "the cost of digests"},
		"odd cost":      {resealed(`"n": 2,`, `"n": 3,`), "the cost of digests"},
		"no salt":       {resealed(`"salt": "00112233445566778899aabbccddeeff"`, `"salt": ""`), "the salt"},
		"bad address":   {resealed(`"address": "monitor.a"`, `"address": "monitor"`), "what it says can't be"},
		"bad action":    {resealed(`"action": "delete"`, `"action": "explode"`), `the action "explode"`},
		"bad target":    {resealed("\"targets\": [\n      \"monitor.a\"", "\"targets\": [\n      \"a b\""), "what it says can't be"},
		"other digests": {resealed(`"function": "scrypt"`, `"function": "md5"`), `the function "md5"`},
	} {
		_, err := planfile.Decode([]byte(c.text))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %s", name, err, c.want)
			continue
		}
		isForeign := strings.Contains(c.want, "no plan file")
		if errors.Is(err, planfile.ErrForeign) != isForeign {
			t.Errorf("%s: foreign is not %t", name, isForeign)
		}
		if !isForeign && !strings.Contains(err.Error(), "plan again with --out") {
			t.Errorf("%s: %v names no way out", name, err)
		}
	}
}

func FuzzDecode(f *testing.F) {
	text := encoded(f)
	f.Add(text)
	f.Add(text[:len(text)/3])
	f.Add([]byte(`{"format":"alertplan plan","format_version":"1"}`))
	f.Add([]byte(`null`))
	f.Fuzz(func(t *testing.T, text []byte) {
		r, err := planfile.Decode(text)
		if err != nil {
			return
		}
		again, err := planfile.Encode(r)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := planfile.Decode(again); err != nil {
			t.Fatalf("%v: of what was read itself", err)
		}
		w := newWorld(t, "a")
		if _, err := planfile.Compare(r, planfile.Fresh{Plan: w.plan(), Live: w.live}); err != nil {
			t.Fatal(err)
		}
	})
}

// FuzzSealed tries contents whose checksum is right.
func FuzzSealed(f *testing.F) {
	f.Add(encoded(f))
	f.Fuzz(func(t *testing.T, text []byte) {
		var r planfile.Record
		if json.Unmarshal(text, &r) != nil {
			return
		}
		if r.Plan == nil {
			r.Plan = orderedjson.NewObject()
		}
		sealed, err := planfile.Encode(r)
		if err != nil {
			return
		}
		if r, err = planfile.Decode(sealed); err != nil {
			return
		}
		w := newWorld(t, "a").applied()
		slower(w.monitor("a"))
		c, err := planfile.Compare(r, planfile.Fresh{Plan: w.plan(), Live: w.live, Secrets: w.secrets})
		if err != nil {
			t.Fatal(err)
		}
		if c.Count(planfile.Carried) != len(c.Plan.Changes) {
			t.Fatal("not what is carried out is counted so")
		}
	})
}
