/** The logo: a person, and the circles their drop draws in the well. The same as public/mark.svg. */
export function Logo({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" fill="#0b7169" />
      <g fill="none" stroke="#fff" strokeWidth="2.6" strokeLinecap="round">
        <path d="M7.2 17.6a8.8 8.8 0 0 0 17.6 0" />
        <path d="M11.9 17.6a4.1 4.1 0 0 0 8.2 0" />
      </g>
      <circle cx="16" cy="9.4" r="2.7" fill="#fff" />
    </svg>
  );
}
