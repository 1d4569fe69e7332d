// Reads a Jenkinsfile as Jenkins does before it runs one: by Groovy's own parser, and then
// block by block against what a declarative pipeline may have, of
// https://www.jenkins.io/doc/book/pipeline/syntax/. Prints what is wrong, and the lines of
// each sh step after "sh: ", with \n for the ends of lines.
import org.codehaus.groovy.ast.builder.AstBuilder
import org.codehaus.groovy.ast.expr.*
import org.codehaus.groovy.ast.stmt.*
import org.codehaus.groovy.control.CompilePhase

class Reader {
    // What may stand in a block; a block that is not a key here is not looked into.
    static final SECTIONS = [
        pipeline: ['agent', 'environment', 'options', 'parameters', 'triggers', 'tools', 'libraries', 'stages', 'post'],
        stages  : ['stage'],
        stage   : ['agent', 'environment', 'options', 'tools', 'input', 'when', 'steps', 'stages', 'parallel', 'matrix', 'failFast', 'post'],
        when    : ['allOf', 'anyOf', 'not', 'branch', 'buildingTag', 'changelog', 'changeset', 'changeRequest', 'environment', 'equals',
                   'expression', 'tag', 'triggeredBy', 'beforeAgent', 'beforeInput', 'beforeOptions'],
        not     : ['allOf', 'anyOf', 'not', 'branch', 'changeRequest', 'environment', 'equals', 'expression', 'tag', 'triggeredBy'],
        post    : ['always', 'changed', 'fixed', 'regression', 'aborted', 'failure', 'success', 'unstable', 'unsuccessful', 'cleanup'],
        input   : ['message', 'id', 'ok', 'submitter', 'submitterParameter', 'parameters'],
        triggers: ['cron', 'pollSCM', 'upstream'],
        options : ['buildDiscarder', 'checkoutToSubdirectory', 'disableConcurrentBuilds', 'disableResume', 'newContainerPerStage',
                   'overrideIndexTriggers', 'preserveStashes', 'quietPeriod', 'retry', 'skipDefaultCheckout', 'skipStagesAfterUnstable',
                   'timeout', 'timestamps', 'parallelsAlwaysFailFast', 'disableRestartFromStage', 'lock'],
    ]
    static final REQUIRED = [pipeline: ['agent', 'stages'], input: ['message']]
    static final STEPS = ['sh', 'checkout', 'junit', 'archiveArtifacts', 'stash', 'unstash', 'echo', 'error', 'dir', 'withCredentials', 'install']

    void block(String name, ClosureExpression closure) {
        def found = []
        for (Statement s in closure.code.statements) {
            if (!(s instanceof ExpressionStatement)) { tell(s, "$name may hold no statements"); continue }
            def e = s.expression
            if (name == 'environment') {
                if (!(e instanceof BinaryExpression && e.operation.text == '=' && e.leftExpression instanceof VariableExpression)) tell(s, 'environment holds NAME = VALUE')
                continue
            }
            def word = e instanceof MethodCallExpression ? e.methodAsString : e instanceof VariableExpression ? e.name : null
            found << word
            def allowed = name in ['steps', 'always', 'success', 'failure', 'cleanup'] ? STEPS : SECTIONS[name]
            if (word == null || allowed != null && !(word in allowed)) { tell(s, "$name may not hold ${word ?: e.text}"); continue }
            if (word == 'sh') println 'sh: ' + e.arguments.expressions[0].value.replace('\n', '\\n')
            if (e instanceof MethodCallExpression) inner(word, e.arguments)
        }
        if (name in ['pipeline', 'stage', 'input', 'triggers', 'options'] && found.toSet().size() != found.size()) tell(closure, "$name holds something twice: $found")
        (REQUIRED[name] ?: []).each { if (!(it in found)) tell(closure, "$name lacks $it") }
        if (name == 'stage' && found.count { it in ['steps', 'stages', 'parallel', 'matrix'] } != 1) tell(closure, 'a stage has one of steps, stages, parallel, matrix')
    }

    void inner(String word, arguments) {
        def last = arguments.expressions ? arguments.expressions[-1] : null
        if (last instanceof ClosureExpression && word != 'expression' && word != 'agent') block(word, last)
    }

    void tell(node, String what) { println "line $node.lineNumber: $what" }
}

def text = new File(args[0]).text
def nodes = new AstBuilder().buildFromString(CompilePhase.CONVERSION, false, text)
def reader = new Reader()
for (s in nodes[0].statements) reader.inner(s.expression.methodAsString, s.expression.arguments)
nodes.findAll { !(it instanceof BlockStatement) }*.methods.flatten().findAll { it.name == 'install' }.each { m ->
    reader.block('steps', new ClosureExpression(null, m.code))
}
