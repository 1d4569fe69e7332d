package painless

// node is a part of a script as it was written.
type node interface{ at() int }

// place is where a node begins, in bytes from the start of the script.
type place int

func (p place) at() int { return int(p) }

// Expressions.
type (
	numberNode struct {
		place
		text  string // without 0x or the octal 0
		radix int
	}
	decimalNode struct {
		place
		text string
	}
	boolNode struct {
		place
		value bool
	}
	nullNode   struct{ place }
	stringNode struct {
		place
		value string
	}
	regexNode struct {
		place
		pattern, flags string
	}
	nameNode struct {
		place
		name string
	}
	dotNode struct {
		place
		prefix   node
		name     string
		nullSafe bool
	}
	braceNode struct {
		place
		prefix, index node
	}
	callNode struct {
		place
		prefix    node
		name      string
		arguments []node
		nullSafe  bool
	}
	localCallNode struct {
		place
		name      string
		arguments []node
	}
	newNode struct {
		place
		typeName  string
		arguments []node
	}
	newArrayNode struct {
		place
		typeName    string // with a pair of brackets for each dimension
		values      []node
		initializer bool
	}
	listNode struct {
		place
		values []node
	}
	mapNode struct {
		place
		keys, values []node
	}
	unaryNode struct {
		place
		op    string
		child node
	}
	binaryNode struct {
		place
		op          string
		left, right node
	}
	castNode struct {
		place
		typeName string
		child    node
	}
	instanceofNode struct {
		place
		typeName string
		child    node
	}
	conditionalNode struct {
		place
		condition, yes, no node
	}
	elvisNode struct {
		place
		left, right node
	}
	assignNode struct {
		place
		left, right node
		op          string // "" of a plain assignment
		post        bool   // its value is the one before
	}
	lambdaNode struct {
		place
		types, names []string // "" where a type is left out
		body         *blockNode
	}
	functionRefNode struct {
		place
		symbol, name string // name "new" for a constructor
	}
)

// Statements.
type (
	blockNode struct {
		place
		statements []node
	}
	ifNode struct {
		place
		condition node
		yes, no   *blockNode
		hasElse   bool
	}
	whileNode struct {
		place
		condition node
		body      *blockNode // nil for an empty one
	}
	doNode struct {
		place
		condition node
		body      *blockNode
	}
	forNode struct {
		place
		init                   node // declarationsNode or an expression
		condition, afterthough node
		body                   *blockNode
	}
	eachNode struct {
		place
		typeName, name string
		over           node
		body           *blockNode
	}
	tryNode struct {
		place
		body    *blockNode
		catches []*catchNode
	}
	catchNode struct {
		place
		typeName, name string
		body           *blockNode
	}
	declarationsNode struct {
		place
		declarations []*declarationNode
	}
	declarationNode struct {
		place
		typeName, name string
		value          node
	}
	returnNode struct {
		place
		value node
	}
	throwNode struct {
		place
		value node
	}
	continueNode   struct{ place }
	breakNode      struct{ place }
	expressionNode struct {
		place
		expression node
	}
	functionNode struct {
		place
		returnType   string
		name         string
		types, names []string
		body         *blockNode
	}
	scriptNode struct {
		functions []*functionNode
		body      *blockNode
		length    int
	}
)
