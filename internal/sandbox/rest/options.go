package rest

import "strings"

// options are the common parameters of all routes.
type options struct {
	pretty bool
	format format
	filter pathFilter
}

// readOptions reads the common parameters. They are known on every route.
func readOptions(r *Request) (options, error) {
	o := options{}
	var err error
	pretty := OffByDefault
	if r.Path == "/" { // who asks only for the root, reads it himself
		pretty = OnByDefault
	}
	if o.pretty, err = r.Bool("pretty", pretty); err != nil {
		return o, err
	}
	for _, name := range []string{"human", "error_trace"} {
		if _, err := r.Bool(name, OffByDefault); err != nil {
			return o, err
		}
	}
	o.filter = newPathFilter(r.List("filter_path"))
	o.format = answerFormat(r)
	return o, nil
}

// Human tells whether the client asked for readable forms beside numbers
// (last_update_time beside last_update_time_in_millis).
func (r *Request) Human() bool {
	on, _ := r.Bool("human", OffByDefault) // refused before a handler is asked
	return on
}

// answerFormat: the parameter wins over Accept, Accept over the format of the
// body; what is unknown counts for nothing (http/other_formats).
func answerFormat(r *Request) format {
	asked := formatNone
	if name := r.Param("format"); name != "" {
		asked = formatNamed(name)
	}
	if asked == formatNone {
		asked = formatNamed(mediaType(r.Header.Get("Accept")))
	}
	if asked == formatNone {
		asked = r.format
	}
	return asked
}

func mediaType(header string) string {
	kind, _, _ := strings.Cut(header, ";")
	return strings.ToLower(strings.TrimSpace(kind))
}

// WantsText tells whether neither the format parameter nor Accept asks for JSON
// or YAML: the _cat routes answer in plain text then.
func (r *Request) WantsText() bool {
	return formatNamed(r.Param("format")) == formatNone && formatNamed(mediaType(r.Header.Get("Accept"))) == formatNone
}
