package painless_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// randomScripts grows scripts of typed expressions, statements, loops, functions,
// lambdas and streams over liveParams, the same ones every time.
func randomScripts(n int) []string {
	out := make([]string, n)
	for i := range out {
		g := &grower{scriptMaker: scriptMaker{random: rand.New(rand.NewPCG(42, uint64(i)))}}
		out[i] = g.script()
	}
	return out
}

type grower struct {
	scriptMaker
	vars map[string][]string // names by type
	made int
}

func (g *grower) pick(list ...string) string { return list[g.random.IntN(len(list))] }

func (g *grower) script() string {
	g.vars = map[string][]string{}
	var b strings.Builder
	for range 1 + g.random.IntN(4) {
		b.WriteString(g.statement(2))
		b.WriteByte(' ')
	}
	b.WriteString("return " + g.expression(g.pick("int", "long", "double", "boolean", "String", "def", "List", "Map"), 3))
	return b.String()
}

func (g *grower) fresh(t string) string {
	g.made++
	name := fmt.Sprintf("v%d", g.made)
	return name
}

func (g *grower) keep(t, name string) { g.vars[t] = append(g.vars[t], name) }

var grownTypes = []string{"int", "long", "double", "boolean", "String", "def", "List", "Map"}

func (g *grower) statement(depth int) string {
	if depth == 0 {
		return g.declaration(1)
	}
	scoped := func(body func() string) string {
		kept := map[string][]string{}
		for t, names := range g.vars {
			kept[t] = append([]string(nil), names...)
		}
		defer func() { g.vars = kept }()
		return body()
	}
	switch g.random.IntN(9) {
	case 0:
		return "if (" + g.expression("boolean", 2) + ") { " + scoped(func() string { return g.statement(depth - 1) }) + " } else { " + scoped(func() string { return g.statement(depth - 1) }) + " }"
	case 1:
		i := g.fresh("int")
		return fmt.Sprintf("for (int %s = 0; %s < %d; %s++) { %s }", i, i, 1+g.random.IntN(4), i, scoped(func() string { return g.assignment(i) }))
	case 2:
		x := g.fresh("def")
		over := g.expression("List", 1)
		return fmt.Sprintf("for (def %s : %s) { %s }", x, over, scoped(func() string { g.keep("def", x); return g.assignment("") }))
	case 3:
		return "try { " + scoped(func() string { return g.assignment("") }) + " } catch (Exception e) { " + scoped(func() string { return g.assignment("") }) + " }"
	case 4, 5:
		return g.assignment("")
	}
	return g.declaration(2)
}

func (g *grower) declaration(depth int) string {
	t := grownTypes[g.random.IntN(len(grownTypes))]
	value := g.expression(t, depth)
	name := g.fresh(t)
	g.keep(t, name)
	return t + " " + name + " = " + value + ";"
}

// assignment changes a variable, or declares one where there is none.
func (g *grower) assignment(counter string) string {
	t := grownTypes[g.random.IntN(len(grownTypes))]
	if len(g.vars[t]) == 0 {
		return g.declaration(1)
	}
	name := g.vars[t][g.random.IntN(len(g.vars[t]))]
	switch t {
	case "int", "long", "double":
		if counter != "" {
			return name + " += " + counter + ";"
		}
		return name + " " + g.pick("=", "+=", "-=", "*=") + " " + g.expression(t, 1) + ";"
	case "String":
		return name + " " + g.pick("=", "+=") + " " + g.expression("String", 1) + ";"
	case "List":
		return name + ".add(" + g.expression("def", 1) + ");"
	case "Map":
		return name + ".put(" + g.expression("String", 0) + ", " + g.expression("def", 1) + ");"
	case "def":
		return name + " " + g.pick("=", "+=", "=") + " " + g.expression("def", 1) + ";"
	}
	return name + " = " + g.expression(t, 1) + ";"
}

func (g *grower) expression(t string, depth int) string {
	if depth <= 0 || g.random.IntN(5) == 0 {
		return g.leaf(t)
	}
	next := func(t string) string { return g.expression(t, depth-1) }
	switch t {
	case "int":
		return g.choose(next("int")+" "+g.pick("+", "-", "*", "/", "%", "&", "|", "^", "<<", ">>", ">>>")+" "+g.paren("int", depth), next("String")+".length()", next("List")+".size()",
			"(int) "+g.paren(g.pick("long", "double", "int"), depth), next("String")+".indexOf("+next("String")+")", "Math.abs("+next("int")+") > 5 ? "+next("int")+" : "+next("int"), "-"+g.paren("int", depth), next("List")+".hashCode()", "~"+g.paren("int", depth), "Integer.compare("+next("int")+", "+next("int")+")")
	case "long":
		return g.choose(next("long")+" "+g.pick("+", "-", "*", "/", "%")+" "+g.paren(g.pick("int", "long"), depth), next("List")+".stream().count()", next("List")+".stream().filter(x -> x != null).count()", "(long) "+g.paren("double", depth), "Long.parseLong('"+fmt.Sprint(g.random.IntN(100))+"')", "Math.round("+next("double")+")",
			"ChronoUnit."+g.pick("DAYS", "HOURS", "MINUTES")+".between(ZonedDateTime.parse(params.t), ZonedDateTime.parse('2024-07-01T00:00:00+02:00'))", "Instant.ofEpochMilli(params.ms).plus("+next("int")+" % 1000, ChronoUnit.HOURS).toEpochMilli()")
	case "double":
		return g.choose(next("double")+" "+g.pick("+", "-", "*", "/", "%")+" "+g.paren(g.pick("int", "long", "double"), depth), "Math."+g.pick("floor", "ceil", "abs", "sqrt", "rint")+"("+next("double")+")", "Math.max("+next("double")+", "+next("int")+")", "params.dl.stream().mapToDouble(x -> x * "+next("int")+").sum()", "Double.parseDouble('"+fmt.Sprint(g.random.IntN(1000))+".25')")
	case "boolean":
		return g.choose(next(g.pick("int", "long", "double"))+" "+g.pick("<", "<=", ">", ">=", "==", "!=")+" "+g.paren(g.pick("int", "double"), depth), next("boolean")+" "+g.pick("&&", "||", "^", "==")+" "+g.paren("boolean", depth), "!"+g.paren("boolean", depth), next("String")+"."+g.pick("contains", "startsWith", "endsWith", "equals")+"("+next("String")+")", next("def")+" == "+g.paren("def", depth), next("List")+".contains("+next("def")+")", next("def")+" instanceof "+g.pick("String", "List", "Map", "Integer", "Number"), next("String")+" =~ /"+g.pick("l+", "^h", "o.", "[a-c]", "\\\\d")+"/")
	case "String":
		return g.choose(next("String")+" + "+g.paren(g.pick("int", "double", "String", "def", "List", "boolean"), depth), next("String")+"."+g.pick("toUpperCase()", "toLowerCase()", "trim()", "toString()", "encodeBase64()", "substring(1)", "replace('l', 'L')"), "String.valueOf("+next("def")+")", next("List")+".stream().map(x -> '' + x).collect(Collectors.joining('"+g.pick("-", ",", "")+"'))", "LocalDate.of(2024, "+fmt.Sprint(1+g.random.IntN(12))+", "+fmt.Sprint(1+g.random.IntN(31))+").plusDays("+next("int")+" % 100).toString()", next("boolean")+" ? "+next("String")+" : "+next("String"), "/"+g.pick("l", "o", "[a-f]+")+"/.matcher("+next("String")+").replaceAll('"+g.pick("_", "<$0>", "")+"')", "ZonedDateTime.parse(params.t).format(DateTimeFormatter.ofPattern('"+g.pick("yyyy-MM-dd", "HH:mm:ss.SSS", "EEE d MMM", "dd/MM/uu h a")+"'))")
	case "List":
		return g.choose("["+next("def")+", "+next("def")+"]", next("List")+".stream().filter(x -> x instanceof "+g.pick("Number", "String", "Integer")+").collect(Collectors.toList())", next("List")+".stream().map(x -> "+g.pick("'' + x", "x == null ? 0 : 1", "[x]")+").collect(Collectors.toList())", "params.list.stream().sorted("+g.pick("", "Comparator.reverseOrder()", "(a, b) -> b - a")+").limit("+fmt.Sprint(g.random.IntN(4))+").collect(Collectors.toList())", "new ArrayList("+next("List")+")", next("List")+".collect(x -> x.toString() + "+next("int")+")", "params.words.findAll(w -> w "+g.pick("==", "!=")+" 'b')", next("List")+".subList(0, 1)")
	case "Map":
		return g.choose("['a': "+next("def")+", 'b': "+next("def")+"]", "params.o.groupBy(x -> x.k)", "params.words.stream().collect(Collectors.toMap(x -> x, x -> x.length()))", "params.list.stream().collect(Collectors.groupingBy(x -> x % 2"+g.pick("", ", Collectors.counting()", ", Collectors.summingInt(y -> y)")+"))", "new TreeMap("+next("Map")+")")
	}
	return g.choose(next(g.pick("int", "String", "List", "double", "Map", "boolean", "long")), next("def")+" "+g.pick("+", "-", "*", "/", "%")+" "+g.paren("def", depth), next("Map")+"."+g.pick("a", "b", "size()", "get('a')", "zz"), next("def")+"?.toString()", next("List")+"["+fmt.Sprint(g.random.IntN(3))+"]", "("+next("def")+" ?: "+g.leaf("int")+")", "params."+g.pick("m.b.c", "o[0].n", "list[-1]", "n?.x", "words[1]", "zz"), next("Map")+".getOrDefault('b', "+next("def")+")")
}

func (g *grower) choose(list ...string) string { return list[g.random.IntN(len(list))] }

func (g *grower) paren(t string, depth int) string { return "(" + g.expression(t, depth-1) + ")" }

func (g *grower) leaf(t string) string {
	if names := g.vars[t]; len(names) > 0 && g.random.IntN(2) == 0 {
		return names[g.random.IntN(len(names))]
	}
	switch t {
	case "int":
		return g.pick("0", "1", "2", "7", "(int) params.i", "-3", "100", "Integer.MAX_VALUE")
	case "long":
		return g.pick("5L", "3000000000L", "(long) params.l", "-1L")
	case "double":
		return g.pick("0.5", "2.0", "(double) params.d", "-7.25", "1e10")
	case "boolean":
		return g.pick("true", "false", "params.b")
	case "String":
		return g.pick("'hello'", "''", "params.s", "'a b'", "'Ünï'", "\"x'y\"")
	case "List":
		return g.pick("[1, 2, 3]", "new ArrayList(params.list)", "[]", "['a', 'b']", "new ArrayList(params.words)", "[1, 'x', null]")
	case "Map":
		return g.pick("new HashMap(params.m)", "['a': 1]", "[:]", "['b': [1, 2]]")
	}
	return g.pick("1", "'s'", "params.i", "params.d", "params.s", "null", "params.list", "3L", "2.5", "params.z", "params.n")
}
