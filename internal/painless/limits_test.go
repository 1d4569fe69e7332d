package painless_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/painless"
)

// TestAScriptCannotTakeTheMachine: what would fill the memory bit by bit is refused.
func TestAScriptCannotTakeTheMachine(t *testing.T) {
	for source, want := range map[string]string{
		`List l = new ArrayList(); for (int i = 0; i < 900000; i++) { l.add(new int[100000]) } return l.size()`: "arrays of more than",
		`String s = 'x'; List l = new ArrayList(); for (int i = 0; i < 20; i++) { s = s + s }
		 for (int i = 0; i < 900000; i++) { l.add(s + i) } return l.size()`: "texts of more than",
	} {
		script, err := painless.Compile(source, painless.PainlessTest)
		if err != nil {
			t.Fatal(err)
		}
		_, err = script.Run(painless.Bindings{})
		var unsupported *painless.UnsupportedError
		if !errors.As(err, &unsupported) || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40s: %v", source, err)
		}
	}
}
