/** The interviewer in a bright room, listening. Decoration: the text beside it says what there is to know. */
export function InterviewerPicture({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 480 400" className={className} aria-hidden="true">
      <defs>
        <clipPath id="interviewer-room">
          <rect width="480" height="400" rx="28" />
        </clipPath>
      </defs>
      <g clipPath="url(#interviewer-room)">
        <rect width="480" height="400" className="fill-art-wall" />
        <Window />
        <Plant />
        <Interviewer />
      </g>
      <SpeechBubble />
    </svg>
  );
}

function Window() {
  return (
    <g>
      <rect x="44" y="46" width="132" height="164" rx="12" className="fill-art-light" />
      <path d="M110 46v164M44 128h132" className="stroke-art-wall" strokeWidth="7" />
      <circle cx="146" cy="86" r="15" className="fill-art-white" opacity="0.9" />
      <path
        d="M30 214h160"
        className="stroke-art-leaf"
        strokeWidth="7"
        strokeLinecap="round"
        opacity="0.55"
      />
    </g>
  );
}

function Plant() {
  return (
    <g>
      <path d="M86 330c-4-38-30-52-46-54 2 26 14 48 46 54Z" className="fill-art-leaf" />
      <path d="M88 326c-2-44 16-66 38-76 6 32-4 62-38 76Z" className="fill-art-leaf" opacity="0.75" />
      <path d="M88 330c2-30-4-54-14-70-12 26-8 54 14 70Z" className="fill-art-shirt" opacity="0.7" />
      <path d="M60 326h54l-7 74H67Z" className="fill-art-shade" />
      <rect x="55" y="320" width="64" height="15" rx="6" className="fill-art-skin" />
    </g>
  );
}

function Interviewer() {
  return (
    <g>
      <path
        d="M208 214c-10-96 32-134 84-134s96 36 84 136c-4 30-20 52-84 52s-80-22-84-54Z"
        className="fill-art-hair"
      />
      <path d="M148 400c4-66 42-96 102-106h84c60 10 98 40 102 106Z" className="fill-art-shirt" />
      <path d="M258 250h68v40c0 24-14 38-34 38s-34-14-34-38Z" className="fill-art-shade" />
      <path d="M246 292l46 50-36 26-24-68Z" className="fill-art-white" />
      <path d="M338 292l-46 50 36 26 24-68Z" className="fill-art-white" />
      <path d="M292 342l-11 58h22Z" className="fill-art-shirt-shade" />
      <ellipse cx="226" cy="194" rx="12" ry="18" className="fill-art-shade" />
      <ellipse cx="358" cy="194" rx="12" ry="18" className="fill-art-shade" />
      <path
        d="M228 174c0-48 26-70 64-70s64 22 64 70c0 62-24 102-64 102s-64-40-64-102Z"
        className="fill-art-skin"
      />
      <path
        d="M224 182c-4-52 22-88 68-88 48 0 74 34 68 86-10-28-24-44-42-52-24 18-66 18-94 54Z"
        className="fill-art-hair"
      />
      <g className="stroke-art-hair" fill="none" strokeWidth="5" strokeLinecap="round">
        <path d="M250 170c8-7 20-7 27-2" />
        <path d="M308 168c8-5 20-5 27 2" />
      </g>
      <g className="fill-art-hair">
        <ellipse cx="263" cy="191" rx="6.5" ry="8" />
        <ellipse cx="320" cy="191" rx="6.5" ry="8" />
      </g>
      <g className="fill-art-white">
        <circle cx="265.5" cy="188" r="2.2" />
        <circle cx="322.5" cy="188" r="2.2" />
      </g>
      <path
        d="M290 200c-2 12-6 18-2 22 3 3 8 3 11 1"
        className="stroke-art-shade"
        fill="none"
        strokeWidth="4.5"
        strokeLinecap="round"
      />
      <path
        d="M266 240c14 16 38 16 52 0-16 4-36 4-52 0Z"
        className="fill-art-lips stroke-art-lips"
        strokeWidth="4"
        strokeLinejoin="round"
      />
      <g className="fill-art-lips" opacity="0.16">
        <circle cx="250" cy="222" r="13" />
        <circle cx="334" cy="222" r="13" />
      </g>
    </g>
  );
}

function SpeechBubble() {
  return (
    <g>
      <path
        d="M396 40h40a24 24 0 0 1 24 24v30a24 24 0 0 1-24 24h-26l-22 20v-22a24 24 0 0 1-16-22V64a24 24 0 0 1 24-24Z"
        className="fill-surface stroke-line"
        strokeWidth="1.5"
      />
      <g className="fill-accent">
        <rect x="391" y="72" width="6" height="14" rx="3" />
        <rect x="402" y="64" width="6" height="30" rx="3" />
        <rect x="413" y="69" width="6" height="20" rx="3" />
        <rect x="424" y="61" width="6" height="36" rx="3" />
        <rect x="435" y="72" width="6" height="14" rx="3" />
      </g>
    </g>
  );
}
