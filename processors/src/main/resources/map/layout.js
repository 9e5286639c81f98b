// Places nodes from left to right, and draws the ways between them.

import {Graph, layout} from './vendor/dagre.js';

/** Gives each node x and y of its middle, and each edge a path. @return the size of it all */
export function arrange(nodes, edges, spacing) {
  const graph = new Graph().setGraph({rankdir: 'LR', marginx: 16, marginy: 16, ...spacing}).setDefaultEdgeLabel(() => ({}));
  nodes.forEach(node => graph.setNode(node.id, {width: node.width, height: node.height}));
  edges.forEach(edge => graph.setEdge(edge.from, edge.to, {weight: edge.weight ?? 1, minlen: edge.minlen ?? 1}));
  layout(graph);
  nodes.forEach(node => {
    const {x, y} = graph.node(node.id);
    Object.assign(node, {x, y});
  });
  const placed = new Map(nodes.map(node => [node.id, node]));
  edges.forEach(edge => {
    edge.path = path(ends(graph.edge(edge.from, edge.to).points, placed.get(edge.from), placed.get(edge.to)));
  });
  const {width, height} = graph.graph();
  return {width, height};
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
