/** Colours of classes: those of Okabe and Ito (2008), darkened where they need it to show on white and on dark. */
export const CLASS_COLORS = ['#0072b2', '#d55e00', '#009e73', '#b8860b', '#c4699b', '#3d94c9'] as const;
