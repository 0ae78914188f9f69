import { parse, type ParseResult } from '@babel/parser';

type Statement = ParseResult['program']['body'][number];
type Declared = Extract<Statement, { type: 'VariableDeclaration' }>['declarations'][number];
type Expression = NonNullable<Declared['init']>;
type Commented = Pick<Statement, 'leadingComments'>;

/** The doc comments of schemas, by path: `OrderId`, `orderEvents.OrderPaid`, `paymentEvents.RefundFailed.revision`. */
export interface DocComments {
  /** The comment at a path, with each paragraph on one line. Undefined if there is none. */
  readonly at: (path: string) => string | undefined;
  /** The paths that end with this name and have a comment. */
  readonly pathsTo: (name: string) => readonly string[];
}

/** The text of the last doc comment above a declaration, without tags such as `@throws`. */
const commentAbove = ({ leadingComments }: Commented): string | undefined => {
  const last = leadingComments?.at(-1);
  if (last?.type !== 'CommentBlock' || !last.value.startsWith('*')) return undefined;
  const [text = ''] = last.value
    .slice(1)
    .replaceAll(/^\s*\* ?/gm, '')
    .split(/^@\w/m);
  const paragraphs = text.split(/\n\s*\n/).map((paragraph) => paragraph.trim().replaceAll(/\s*\n\s*/g, ' '));
  return paragraphs.join('\n\n').trim() || undefined;
};

/**
 * Reads the doc comments above constants, and above the fields of object literals in them. A literal may also be the
 * result of a function, or an argument of a call such as `z.object({ … })`. If a field has another constant as its
 * value, or if a literal spreads another constant, the comments of that constant's fields are found there, too.
 * @param sources the text of TypeScript files. No two constants in these files may have the same name.
 * @throws SyntaxError if a file is not TypeScript.
 */
export const docComments = (sources: readonly string[]): DocComments => {
  const comments = new Map<string, string>();
  const aliases = new Map<string, string[]>();

  const note = (path: string, node: Commented): void => {
    const comment = commentAbove(node);
    if (comment !== undefined) comments.set(path, comment);
  };

  const visit = (path: string, node: Expression): void => {
    if (node.type === 'TSAsExpression' || node.type === 'TSSatisfiesExpression') visit(path, node.expression);
    if (node.type === 'ArrowFunctionExpression' && node.body.type !== 'BlockStatement')
      visit(path, node.body);
    if (node.type === 'Identifier') aliases.set(path, [...(aliases.get(path) ?? []), node.name]);
    if (node.type === 'CallExpression') {
      const { callee } = node;
      // A call of a method of the schema, such as `z.object({ … }).check(…)`.
      if (callee.type === 'MemberExpression' && callee.object.type === 'CallExpression') {
        visit(path, callee.object);
      }
      for (const argument of node.arguments) {
        if (argument.type === 'ObjectExpression' || argument.type === 'CallExpression') visit(path, argument);
      }
    }
    if (node.type !== 'ObjectExpression') return;
    for (const property of node.properties) {
      if (property.type === 'SpreadElement') visit(path, property.argument);
      if (property.type !== 'ObjectProperty' || property.key.type !== 'Identifier') continue;
      const field = `${path}.${property.key.name}`;
      note(field, property);
      visit(field, property.value as Expression);
    }
  };

  for (const source of sources) {
    const { program } = parse(source, { sourceType: 'module', plugins: ['typescript'] });
    for (const statement of program.body) {
      const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
      if (declaration?.type !== 'VariableDeclaration') continue;
      for (const { id, init } of declaration.declarations) {
        if (id.type !== 'Identifier' || !init) continue;
        note(id.name, statement);
        visit(id.name, init);
      }
    }
  }

  const at = (path: string): string | undefined => {
    const own = comments.get(path);
    if (own !== undefined) return own;
    const [, parent, field] = /^(.+)\.([^.]+)$/.exec(path) ?? [];
    if (parent === undefined) return undefined;
    for (const name of aliases.get(parent) ?? []) {
      const inherited = at(`${name}.${field}`);
      if (inherited !== undefined) return inherited;
    }
    return undefined;
  };
  const pathsTo = (name: string): readonly string[] =>
    [...comments.keys()].filter((path) => path.endsWith(`.${name}`));
  return { at, pathsTo };
};
