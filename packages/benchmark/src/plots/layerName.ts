/** `10.residual.sequential.2.prelu` as `10…2.prelu`: where a layer stands in the network and what it is. */
export function shortLayerName(layer: string): string {
  const path = layer.split('.');
  return path.length > 3 ? `${path[0]}…${path.slice(-2).join('.')}` : layer;
}
