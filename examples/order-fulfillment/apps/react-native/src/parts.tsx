// What all pages are made of.

import { isBackendError } from 'order-fulfillment-client';
import type { ReactNode } from 'react';
import { Pressable, StyleSheet, Text } from 'react-native';

export function Heading({ children }: { children: ReactNode }) {
  return (
    <Text role="heading" style={styles.heading}>
      {children}
    </Text>
  );
}

interface ButtonProps {
  title: string;
  role?: 'button' | 'link';
  disabled?: boolean;
  onPress: () => void;
}

export function Button({ title, role = 'button', ...rest }: ButtonProps) {
  return (
    <Pressable role={role} style={role === 'button' && styles.button} {...rest}>
      <Text style={styles.action}>{title}</Text>
    </Pressable>
  );
}

/** That what is shown was read earlier. */
export function Earlier({ fromCache }: { fromCache: boolean }) {
  return fromCache ? <Text style={styles.note}>As it was when there was a network</Text> : null;
}

/** Why something failed, in words for people. */
export function Alert({ error }: { error: unknown }) {
  return error ? (
    <Text role="alert" style={styles.alert}>
      {wordsFor(error)}
    </Text>
  ) : null;
}

function wordsFor(error: unknown): string {
  if (!isBackendError(error)) return String(error);
  switch (error.code) {
    case 'forbidden':
      return 'You may not do that';
    case 'conflict':
      return 'Somebody else was faster';
    default:
      return error.message;
  }
}

export const styles = StyleSheet.create({
  page: { flex: 1, gap: 8, padding: 16 },
  row: { alignItems: 'center', flexDirection: 'row', flexWrap: 'wrap', gap: 8, paddingVertical: 4 },
  heading: { fontSize: 20, fontWeight: 'bold' },
  input: { borderColor: '#888', borderRadius: 4, borderWidth: 1, padding: 8 },
  button: { alignSelf: 'flex-start', backgroundColor: '#eef', borderRadius: 4, padding: 8 },
  action: { color: '#02c' },
  status: { fontWeight: 'bold' },
  note: { color: '#666', fontStyle: 'italic' },
  alert: { color: '#b00020' },
});
