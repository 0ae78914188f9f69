export const ReachPage = () => null;
