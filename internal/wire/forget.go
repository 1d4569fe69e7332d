package wire

import "github.com/alertplan/alertplan/internal/orderedjson"

// WithoutMark is what others keep in ui_metadata: a monitor that is no longer
// managed is written back with it. nil where nothing is left.
func WithoutMark(uiMetadata *orderedjson.Object) *orderedjson.Object {
	if uiMetadata == nil {
		return nil
	}
	rest := orderedjson.Clone(uiMetadata).(*orderedjson.Object)
	rest.Delete(markKey)
	if rest.Len() == 0 {
		return nil
	}
	return rest
}
