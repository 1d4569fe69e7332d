package accept

import (
	"bytes"
	"encoding/json"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// editJSON makes a JSON text that is old say new: values that are of one kind are
// replaced where they stand; where more differs, the text is laid out anew.
func editJSON(text string, old, new any) (string, bool) {
	before, err := orderedjson.ParseLimited([]byte(text))
	if err != nil || !orderedjson.Equal(before, old) {
		return "", false
	}
	places := placesIn(text)
	var edits []edit
	for _, d := range differences(before, new) {
		at, known := places[strings.Join(d.path, "\x00")]
		if !known || d.old == nil || d.new == nil {
			return laidOut(text, new)
		}
		value, err := orderedjson.Marshal(d.new.(present).value)
		if err != nil {
			return "", false
		}
		edits = append(edits, edit{from: at[0], to: at[1], text: string(value)})
	}
	changed, ok := (&source{bytes: []byte(text)}).apply(edits)
	return string(changed), ok
}

// laidOut is a value as JSON, over several lines where the text before it is.
func laidOut(before string, v any) (string, bool) {
	text, err := orderedjson.Marshal(v)
	if err != nil {
		return "", false
	}
	body := strings.TrimRight(before, "\n")
	if strings.Contains(strings.TrimSpace(body), "\n") {
		var b bytes.Buffer
		if json.Indent(&b, text, "", "  ") != nil {
			return "", false
		}
		text = b.Bytes()
	}
	return string(text) + before[len(body):], true
}

// placesIn are where the values of a JSON text stand, by their paths.
func placesIn(text string) map[string][2]int {
	places := map[string][2]int{}
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	_ = placeValue(d, text, nil, places)
	return places
}

func placeValue(d *json.Decoder, text string, path []string, places map[string][2]int) error {
	from := int(d.InputOffset())
	for from < len(text) && strings.ContainsRune(" \t\r\n:,", rune(text[from])) {
		from++
	}
	token, err := d.Token()
	if err != nil {
		return err
	}
	for i := 0; token == json.Delim('{') || token == json.Delim('['); i++ {
		if !d.More() {
			if _, err := d.Token(); err != nil && err != io.EOF {
				return err
			}
			break
		}
		step := strconv.Itoa(i)
		if token == json.Delim('{') {
			key, err := d.Token()
			if err != nil {
				return err
			}
			step, _ = key.(string)
		}
		if err := placeValue(d, text, append(slices.Clone(path), step), places); err != nil {
			return err
		}
	}
	places[strings.Join(path, "\x00")] = [2]int{from, int(d.InputOffset())}
	return nil
}
