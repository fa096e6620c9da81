/** Something of the line has been sent; what is still in the shop cannot be judged. */
export const canReview = (line: { shippedQuantity: number }) => line.shippedQuantity > 0
