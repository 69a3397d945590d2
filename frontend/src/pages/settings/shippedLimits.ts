/** Where the checks begin to warn and where they fail for who says nothing else; a test holds them to those of the server. */
export const shippedLimits: Record<string, { warn: string; fail: string }> = {
  single_stock: { warn: '10', fail: '20' },
  single_holding: { warn: '25', fail: '50' },
  top_five: { warn: '70', fail: '90' },
  region_concentration: { warn: '85', fail: '95' },
  fees: { warn: '0.30', fail: '0.75' },
  cash_drag: { warn: '10', fail: '25' },
  unclassified: { warn: '5', fail: '20' },
  stale_price: { warn: '7', fail: '30' },
  target_drift: { warn: '5', fail: '10' },
}
