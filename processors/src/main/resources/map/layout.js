// Places nodes from left to right, and draws the ways between them.

import {Graph, layout} from './vendor/dagre.js';

const GAP = 34;

/** Gives each node x and y of its middle, and each edge a path; what hangs together stands together. @return the size of it all */
export function arrange(nodes, edges, spacing, wide) {
  const parts = components(nodes, edges).map(part => ({...part, ...draw(part, spacing)}));
  parts.sort((a, b) => b.width * b.height - a.width * a.height);
  return pack(parts, Math.max(wide, ...parts.map(part => part.width)));
}

function components(nodes, edges) {
  const root = new Map(nodes.map(node => [node.id, node.id]));
  const find = id => root.get(id) === id ? id : find(root.get(id));
  edges.forEach(edge => root.set(find(edge.from), find(edge.to)));
  const parts = new Map();
  for (const node of nodes) {
    const id = find(node.id);
    if (!parts.has(id)) parts.set(id, {nodes: [], edges: []});
    parts.get(id).nodes.push(node);
  }
  edges.forEach(edge => parts.get(find(edge.from)).edges.push(edge));
  return [...parts.values()];
}

function draw({nodes, edges}, spacing) {
  const graph = new Graph().setGraph({rankdir: 'LR', acyclicer: 'greedy', ...spacing}).setDefaultEdgeLabel(() => ({}));
  nodes.forEach(node => graph.setNode(node.id, {width: node.width, height: node.height}));
  edges.forEach(edge => graph.setEdge(edge.from, edge.to, {weight: edge.weight ?? 1}));
  layout(graph);
  nodes.forEach(node => Object.assign(node, {x: graph.node(node.id).x, y: graph.node(node.id).y}));
  edges.forEach(edge => { edge.points = graph.edge(edge.from, edge.to).points; });
  const {width, height} = graph.graph();
  return {width, height};
}

/** Rows from the top, the large ones first; a small one goes where there is room beside a row. */
function pack(parts, wide) {
  const rows = [];
  for (const part of parts) {
    let row = rows.find(one => one.height >= part.height && one.width + GAP + part.width <= wide);
    if (!row) {
      row = {y: rows.reduce((y, one) => y + one.height + GAP, 0), width: -GAP, height: part.height};
      rows.push(row);
    }
    move(part, row.width + GAP, row.y);
    row.width += GAP + part.width;
  }
  return {width: Math.max(0, ...rows.map(row => row.width)) + 2 * GAP, height: rows.reduce((y, row) => y + row.height + GAP, GAP)};
}

function move({nodes, edges}, x, y) {
  const placed = new Map(nodes.map(node => [node.id, node]));
  nodes.forEach(node => Object.assign(node, {x: node.x + x + GAP, y: node.y + y + GAP}));
  edges.forEach(edge => {
    const points = edge.points.map(point => ({x: point.x + x + GAP, y: point.y + y + GAP}));
    edge.path = path(ends(points, placed.get(edge.from), placed.get(edge.to)));
  });
}

/** What goes on to the right leaves in the middle of one side and arrives in the middle of the other. */
function ends(points, from, to) {
  if (from.x + from.width / 2 >= to.x - to.width / 2) return points;
  return [{x: from.x + from.width / 2, y: from.y}, ...points.slice(1, -1), {x: to.x - to.width / 2, y: to.y}];
}

/** A curve that leaves and arrives level. */
function path(points) {
  let text = `M${round(points[0].x)},${round(points[0].y)}`;
  for (let i = 1; i < points.length; i++) {
    const [a, b] = [points[i - 1], points[i]];
    const bend = (b.x - a.x) / 2;
    text += `C${round(a.x + bend)},${round(a.y)} ${round(b.x - bend)},${round(b.y)} ${round(b.x)},${round(b.y)}`;
  }
  return text;
}

const round = number => Math.round(number * 10) / 10;
