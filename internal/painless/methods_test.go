package painless_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/alertplan/alertplan/internal/javavalue"
	"github.com/alertplan/alertplan/internal/painless"
)

// methodClasses are the classes whose every method is tried.
var methodClasses = strings.Fields(`String CharSequence StringBuilder StringBuffer List ArrayList LinkedList Collection Iterable Set HashSet TreeSet SortedSet NavigableSet
Map HashMap TreeMap SortedMap NavigableMap LinkedHashMap Map.Entry Iterator ListIterator Deque ArrayDeque Math StrictMath Integer Long Double Float Boolean Byte Short Character Number
Arrays Collections Objects Optional OptionalInt OptionalLong OptionalDouble Stream IntStream LongStream DoubleStream BaseStream IntSummaryStatistics LongSummaryStatistics DoubleSummaryStatistics
Collectors Comparator Function BiFunction Predicate UnaryOperator BinaryOperator Pattern Matcher StringJoiner Base64 Base64.Encoder Base64.Decoder UUID Locale BigDecimal BigInteger MathContext RoundingMode
Instant LocalDate LocalTime LocalDateTime ZonedDateTime OffsetDateTime OffsetTime Year YearMonth MonthDay Duration Period ZoneId ZoneOffset DayOfWeek Month ChronoUnit ChronoField ValueRange DateTimeFormatter
TemporalAdjusters Temporal TemporalAccessor ChronoLocalDate ChronoLocalDateTime ChronoZonedDateTime TemporalField TemporalUnit TemporalAmount Date Object Comparable Stream.Builder IntStream.Builder Exception`)

// methodScripts generates a few calls of every method of the classes.
func methodScripts(each int) []string {
	g := &scriptMaker{random: rand.New(rand.NewPCG(7, 11))}
	var out []string
	for _, class := range methodClasses {
		for _, m := range painless.Signatures(class) {
			seen := map[string]bool{}
			for range each {
				if s := g.callOf(class, m); s != "" && !seen[s] {
					seen[s] = true
					out = append(out, s)
				}
			}
		}
	}
	for _, name := range []string{"log", "log10", "exp", "sin", "cos", "tan"} {
		for range 40 {
			out = append(out, fmt.Sprintf("return Math.%s(%v)", name, g.random.Float64()*float64(int(1)<<g.random.IntN(8))))
		}
	}
	for range 60 {
		out = append(out, fmt.Sprintf("return Math.pow(%v, %v)", g.random.Float64()*50, g.random.NormFloat64()*4))
	}
	return out
}

type scriptMaker struct{ random *rand.Rand }

func (g *scriptMaker) of(t string) (string, bool) {
	pool := pools[t]
	if len(pool) == 0 {
		return "", false
	}
	return pool[g.random.IntN(len(pool))], true
}

// callOf is a script with one call of a method, whose result can be printed.
func (g *scriptMaker) callOf(class string, m painless.Signature) string {
	var arguments []string
	for i, t := range m.Parameters {
		a, ok := g.of(t)
		if texts := parseTexts[class]; i == 0 && len(texts) > 0 && m.Kind != "method" && (t == "String" || t == "CharSequence") {
			a, ok = texts[g.random.IntN(len(texts))], true
		}
		if !ok {
			return ""
		}
		arguments = append(arguments, a)
	}
	list := "(" + strings.Join(arguments, ", ") + ")"
	switch m.Kind {
	case "new":
		return g.printed("new "+class+list, class)
	case "static":
		if m.Result == "void" && len(arguments) > 0 {
			first := arguments[0]
			arguments[0] = "o"
			return m.Parameters[0] + " o = " + first + "; " + class + "." + m.Name + "(" + strings.Join(arguments, ", ") + "); return o"
		}
		return g.printed(class+"."+m.Name+list, m.Result)
	}
	receiver, ok := g.of(class)
	if !ok {
		return ""
	}
	declared := class
	if g.random.IntN(2) == 0 && !strings.Contains(list, "->") {
		declared = "def"
	}
	before := declared + " o = " + receiver + "; "
	if class == "Matcher" && g.random.IntN(3) > 0 {
		before += "o.find(); "
	}
	if class == "Iterator" || class == "ListIterator" {
		before += "o.next(); "
	}
	if m.Result == "void" {
		return before + "o." + m.Name + list + "; " + g.printed("o", class)
	}
	return before + g.printed("o."+m.Name+list, m.Result)
}

// printed makes of an expression's value something whose text is foreseeable.
func (g *scriptMaker) printed(e, t string) string {
	switch {
	case t == "void":
		return e
	case strings.HasSuffix(t, "[]"):
		return "List l = new ArrayList(); for (def x : " + e + ") { l.add(x) } return l"
	}
	switch t {
	case "Stream":
		return "return " + e + ".collect(Collectors.toList())"
	case "IntStream", "LongStream", "DoubleStream":
		return "return " + e + ".boxed().collect(Collectors.toList())"
	case "Iterator", "ListIterator":
		return "List l = new ArrayList(); def i = " + e + "; while (i.hasNext()) { l.add(i.next()) } return l"
	case "Matcher":
		return "return " + e + ".groupCount()"
	case "Predicate":
		return "return " + e + ".test('a')"
	case "Function", "UnaryOperator":
		return "return " + e + ".apply(1)"
	case "BiFunction", "BinaryOperator":
		return "return " + e + ".apply(1, 2)"
	case "Comparator":
		return "return " + e + ".compare(1, 2)"
	case "Collector":
		return "return [3, 1, 2].stream().collect(" + e + ")"
	case "Base64.Encoder":
		return "return " + e + ".encodeToString(new byte[] {1, 2, 3, 4})"
	case "Base64.Decoder":
		return "return " + e + ".decode('AQID').length"
	case "Stream.Builder", "IntStream.Builder", "LongStream.Builder", "DoubleStream.Builder":
		return "return " + e + ".build().count()"
	case "DateTimeFormatter":
		return "return " + e + ".format(ZonedDateTime.parse('2024-06-05T08:03:09.5+02:00'))"
	case "TemporalAdjuster":
		return "return LocalDate.of(2024, 6, 15).with(" + e + ")"
	case "IntSummaryStatistics", "LongSummaryStatistics", "DoubleSummaryStatistics":
		return "def s = " + e + "; return s.getCount() + ' ' + s.getSum() + ' ' + s.getAverage()"
	case "Date":
		return "return " + e + ".getTime()"
	case "ArrayDeque", "Deque":
		return "return new ArrayList(" + e + ")"
	}
	return "return " + e
}

// nodeAnswer is a script with what a node of 2.19.4 made of it.
type nodeAnswer struct {
	Script string `json:"script"`
	Answer string `json:"answer"`
}

// unasked stands for the answer to a script that was refused here when the node
// was asked.
const unasked = "(not asked)"

const answersFile = "testdata/answers.jsonl.gz"

func readAnswers(t *testing.T) []nodeAnswer {
	t.Helper()
	f, err := os.Open(answersFile)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	unzipped, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var out []nodeAnswer
	lines := bufio.NewScanner(unzipped)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var a nodeAnswer
		if err := json.Unmarshal(lines.Bytes(), &a); err != nil {
			t.Fatal(err)
		}
		out = append(out, a)
	}
	return out
}

func writeAnswers(t *testing.T, answers []nodeAnswer) {
	t.Helper()
	var data bytes.Buffer
	zipped, _ := gzip.NewWriterLevel(&data, gzip.BestCompression)
	for _, a := range answers {
		line, err := json.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(zipped, "%s\n", line)
	}
	if err := zipped.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(answersFile, data.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// count is how many scripts that call a method came out how.
type count struct {
	Equal   int `json:"equal"`
	Refused int `json:"refused"`
	Unequal int `json:"unequal"`
}

// run runs a script here, and tells what methods it called.
func runTraced(t *testing.T, source string) (outcome string, called []string) {
	params := javavalue.FromJSON(parseJSON(t, []byte(liveParams))).(*javavalue.Map)
	seen := map[string]bool{}
	b := painless.Traced(painless.Bindings{Params: params}, func(m string) { seen[m] = true })
	return outcomeOf(source, painless.PainlessTest, b), slices.Sorted(maps.Keys(seen))
}

// TestMethods replays what a node of 2.19.4 answered, and holds
// testdata/methods.json, the table of methods, to it. ALERTPLAN_TEST_RECORD=1
// writes the table anew. A method that was never called with an answer counts as
// refused.
func TestMethods(t *testing.T) {
	table := map[string]*count{}
	for _, class := range methodClasses {
		for _, m := range painless.AllowedMethods(class) {
			table[m] = &count{}
		}
	}
	for _, a := range readAnswers(t) {
		ours, called := runTraced(t, a.Script)
		if a.Answer == unasked && !strings.HasPrefix(ours, "refused: ") {
			continue
		}
		for _, m := range called {
			c := table[m]
			if c == nil {
				c = &count{}
				table[m] = c
			}
			switch {
			case strings.HasPrefix(ours, "refused: "):
				c.Refused++
			case sameOutcome(ours, a.Answer):
				c.Equal++
			default:
				c.Unequal++
			}
		}
		if !strings.HasPrefix(ours, "refused: ") && !sameOutcome(ours, a.Answer) {
			t.Errorf("%s\n got %s\nnode %s", a.Script, ours, a.Answer)
		}
	}
	for _, c := range table {
		if *c == (count{}) {
			c.Refused = 1
		}
	}
	made, err := json.MarshalIndent(table, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	made = append(made, '\n')
	if os.Getenv("ALERTPLAN_TEST_RECORD") != "" {
		if err := os.WriteFile("testdata/methods.json", made, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile("testdata/methods.json")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(kept), string(made)); diff != "" {
		t.Errorf("testdata/methods.json is not what the answers give; ALERTPLAN_TEST_RECORD=1 writes it:\n%.2000s", diff)
	}
}

// sameOutcome compares results by their text, exceptions by their class.
func sameOutcome(ours, theirs string) bool { return ours == exceptionOutcome(theirs) }

// TestLiveMethods asks a node of every method, and of random scripts.
// ALERTPLAN_TEST_RECORD=1 keeps its answers for TestMethods.
func TestLiveMethods(t *testing.T) {
	nodes := strings.Fields(os.Getenv("ALERTPLAN_TEST_NODES"))
	if len(nodes) == 0 {
		t.Skip("needs a node: set ALERTPLAN_TEST_NODES to its URL")
	}
	l := &liveRun{t: t, node: nodes[0]}
	var batch []string
	for _, source := range append(methodScripts(4), randomScripts(2000)...) {
		if os.Getenv("ALERTPLAN_TEST_TRACE") != "" {
			fmt.Fprintln(os.Stderr, source)
		}
		switch ours := l.ours(source); {
		case strings.Contains(ours, "stumbles"):
			t.Errorf("%s\n got %s\nnode ?", source, ours)
		case strings.HasPrefix(ours, "refused: "):
			l.refused++
			l.kept = append(l.kept, nodeAnswer{source, unasked})
		case strings.HasPrefix(ours, "compile error"):
			l.invalid++
		case l.asFunction(source):
			batch = append(batch, source)
		default:
			l.notAsked++
		}
	}
	for len(batch) > 0 {
		n, size := 0, 0 // a script has 65,535 letters at most
		for n < len(batch) && n < 300 && size+len(batch[n]) < 55_000 {
			size += len(batch[n]) + 170
			n++
		}
		l.askBatch(batch[:n])
		batch = batch[n:]
	}
	t.Logf("equal %d, refused %d, not asked %d, not compiled %d", l.equal, l.refused, l.notAsked, l.invalid)
	if os.Getenv("ALERTPLAN_TEST_RECORD") != "" {
		writeAnswers(t, l.kept)
	}
}
