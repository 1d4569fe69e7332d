package mapping

import (
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// forgiveSpan lets pass what ignore_malformed lets pass of a range. Observed on
// 2.19.4: ends that are no numbers or addresses are named in _ignored, ends that
// are no dates are not forgiven; under the index's setting what is no range is left
// out without a word, on 3.5.0 under the field's own, too. What becomes of other ranges then depends on what stands
// beside them.
func (f *Field) forgiveSpan(doc *Document, v any, cause *fault.Error) error {
	turned := strings.HasPrefix(cause.Reason, "min value")
	if f.IgnoreMalformed && !turned && cause.Status == 0 && f.Type != "date_range" {
		doc.ignore(f.Path)
		return nil
	}
	if !f.lenient() {
		return cause
	}
	if _, isObject := v.(*orderedjson.Object); isObject && !turned {
		return fault.Unsupported("malformed %s under ignore_malformed", f.Type)
	}
	return nil
}
