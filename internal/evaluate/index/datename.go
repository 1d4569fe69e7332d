package index

import (
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/datetime"
	"github.com/alertplan/alertplan/internal/evaluate/fault"
)

// dateName fills in the dates of a name such as <cwl-{now/d}> or
// <cwl-{now/d-1d{yyyy.MM.dd|+09:00}}>; other names stay. Errors: the server's
// parse_exception for braces that don't fit.
func dateName(name string, now time.Time) (string, error) {
	if len(name) < 2 || name[0] != '<' || name[len(name)-1] != '>' {
		return name, nil
	}
	bad := func(why string) error {
		return fault.New(400, "parse_exception", "invalid dynamic name expression [%s]. %s", name[1:len(name)-1], why)
	}
	var out, inner strings.Builder
	depth, escaped := 0, false
	for _, r := range name[1 : len(name)-1] {
		switch {
		case escaped || r == '\\':
			if escaped = !escaped; escaped {
				continue
			}
		case r == '{':
			if depth++; depth == 1 {
				continue
			}
			if depth > 2 {
				return "", bad("invalid character at position [" + number(int64(strings.IndexRune(name, r))).String() + "]")
			}
		case r == '}':
			if depth--; depth < 0 {
				return "", bad("invalid character at position [" + number(int64(strings.IndexRune(name, r)-1)).String() + "]. `{` and `}` are reserved characters and should be escaped when used as part of the index name using `\\` (e.g. `\\{text\\}`)")
			}
			if depth == 0 {
				date, err := dateOf(inner.String(), now)
				if err != nil {
					return "", err
				}
				out.WriteString(date)
				inner.Reset()
				continue
			}
		}
		if depth > 0 {
			inner.WriteRune(r)
		} else {
			out.WriteRune(r)
		}
	}
	if depth > 0 {
		return "", bad("date math placeholder is open ended")
	}
	if out.Len() == 0 {
		return "", bad("")
	}
	return out.String(), nil
}

// dateOf prints date math: now/d, or now/d{format|zone}.
func dateOf(expression string, now time.Time) (string, error) {
	math, rest, given := strings.Cut(expression, "{")
	pattern, zone := "uuuu.MM.dd", time.UTC
	if given {
		format, id, zoned := strings.Cut(strings.TrimSuffix(rest, "}"), "|")
		pattern = format
		if zoned {
			var err error
			if zone, err = datetime.Zone(id); err != nil {
				return "", err
			}
		}
	}
	format, err := datetime.Compile(pattern)
	if err != nil {
		return "", err
	}
	ms, err := datetime.MustDefault().ParseMath(math, datetime.Context{Now: now, Zone: zone})
	if err != nil {
		return "", err
	}
	return format.Print(ms, zone), nil
}
